package javax.media.jai;

/**
 * Stands before Java Advanced Imaging, which GeoTools would start with all its operations, only to
 * set its logger, and which nothing here uses. GeoTools goes on where it finds no method.
 */
final class JAI {}
