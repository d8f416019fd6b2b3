/**
 * Fused kernels: a transformer block as one call into libtorch.
 *
 * <p>DJL has no operation for fused attention and none that takes bfloat16. Both are had by a
 * TorchScript archive that {@link org.gramscape.model.kernel.TorchScriptArchive} writes around the
 * methods in {@code onednn.py.txt} and {@code portable.py.txt}. The blocks of {@code model.vit} are
 * each kernel's plain twin, and its oracle in the tests.
 */
package org.gramscape.model.kernel;
