/** What moves weights: schedules, parameter groups, AdamW and the teacher's running mean. */
package org.gramscape.model.ssl.optim;
