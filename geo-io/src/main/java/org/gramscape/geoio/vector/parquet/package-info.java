/** GeoParquet 1.1, written page by page with Apache Parquet's encoders and without Hadoop. */
package org.gramscape.geoio.vector.parquet;
