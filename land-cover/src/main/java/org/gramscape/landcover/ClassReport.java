package org.gramscape.landcover;

/**
 * What a fit was made of.
 *
 * @param scene the image that the labels lie on
 * @param labels points and polygons that lie on valid ground of the scene
 * @param samples feature vectors that they gave
 * @param outside labels that do not touch the scene
 * @param onNodata places on ground without data, left out
 * @param cost chosen cost of an error, or 0 if the method has none
 * @param validation what the fit is worth on labels that it did not see
 */
public record ClassReport(
    String scene,
    int labels,
    int samples,
    int outside,
    int onNodata,
    double cost,
    ClassValidation validation) {}
