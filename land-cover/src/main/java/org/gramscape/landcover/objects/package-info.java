/**
 * The objects of a class, such as buildings, as a polygon each. {@link
 * org.gramscape.landcover.objects.ObjectPolygons} is the door.
 */
package org.gramscape.landcover.objects;
