/** Styles that colour the outputs in QGIS (QML) and elsewhere (SLD 1.0). */
package org.gramscape.geoio.style;
