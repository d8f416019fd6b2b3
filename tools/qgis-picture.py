#!/usr/bin/env python3
"""Draws a layer in the style that lies beside it or inside it, with its legend, by QGIS and without a screen:

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 tools/qgis-picture.py cover.gpkg cover.png

Debian: apt-get install --no-install-recommends qgis python3-qgis. Prints the legend as QGIS has it."""
import sys

from qgis.core import (
    QgsApplication,
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

SIDE, LEGEND, DOTS_AN_INCH = 120, 42, 120


def layer_of(path):
    layer = QgsVectorLayer(path, "", "ogr")
    if not layer.isValid():
        sys.exit(f"{path}: QGIS can't open it")
    layer.setName(layer.dataProvider().subLayers()[0].split("!!::!!")[1])
    return layer


def draw(layer, picture):
    project = QgsProject.instance()
    project.setCrs(layer.crs())
    project.addMapLayer(layer)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().pages()[0]
    page.setPageSize(QgsLayoutSize(SIDE + LEGEND, SIDE + 4))
    view = QgsLayoutItemMap(layout)
    view.setCrs(layer.crs())
    view.setKeepLayerSet(True)
    view.setLayers([layer])
    view.setBackgroundColor(QColor("white"))
    view.setFrameEnabled(True)
    layout.addLayoutItem(view)
    view.attemptMove(QgsLayoutPoint(2, 2))
    view.attemptResize(QgsLayoutSize(SIDE, SIDE))
    view.setExtent(layer.extent())
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(view)
    legend.attemptMove(QgsLayoutPoint(SIDE + 4, 2))
    layout.addLayoutItem(legend)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DOTS_AN_INCH
    settings.generateWorldFile = False
    if QgsLayoutExporter(layout).exportToImage(picture, settings) != QgsLayoutExporter.Success:
        sys.exit(f"{picture}: QGIS can't write it")


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], True)
    application.initQgis()
    layer = layer_of(sys.argv[1])
    for category in layer.renderer().legendSymbolItems():
        print(category.label(), category.symbol().color().name())
    draw(layer, sys.argv[2])
    del layer
    QgsProject.instance().clear()
    application.exitQgis()


main()
