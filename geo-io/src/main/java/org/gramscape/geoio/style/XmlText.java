package org.gramscape.geoio.style;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Builds an XML text, one element a line; attributes are given as name, value, name, value ... */
final class XmlText {
  private final StringWriter text;
  private final XMLStreamWriter xml;
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param prologue the lines before the first element
   */
  XmlText(String prologue) {
    text = new StringWriter().append(prologue);
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts an element. */
  XmlText open(String element, Object... attributes) {
    write(
        () -> {
          xml.writeStartElement(element);
          writeAttributes(attributes);
        });
    open.push(element);
    return this;
  }

  /** Ends the element that was started last, which is this one. */
  XmlText close(String element) {
    if (!open.pop().equals(element)) {
      throw new IllegalArgumentException(element + " is not the innermost element");
    }
    return write(xml::writeEndElement);
  }

  /** An element with nothing in it. */
  XmlText empty(String element, Object... attributes) {
    return write(
        () -> {
          xml.writeEmptyElement(element);
          writeAttributes(attributes);
        });
  }

  /** An element that holds text. */
  XmlText text(String element, Object content, Object... attributes) {
    return write(
        () -> {
          xml.writeStartElement(element);
          writeAttributes(attributes);
          xml.writeCharacters(content.toString());
          xml.writeEndElement();
        });
  }

  private void writeAttributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i].toString(), attributes[i + 1].toString());
    }
  }

  private interface Writing {
    void run() throws XMLStreamException;
  }

  private XmlText write(Writing writing) {
    try {
      xml.writeCharacters("\n" + " ".repeat(open.size()));
      writing.run();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text, when every element has ended. */
  String finish() {
    while (!open.isEmpty()) {
      close(open.peek());
    }
    try {
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  /** The start of a QGIS style; 3.22 reads it, and later versions too. */
  static XmlText qml() {
    return new XmlText("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>")
        .open("qgis", "version", "3.22.0", "styleCategories", "Symbology");
  }

  /** The start of a Styled Layer Descriptor 1.0 (OGC 02-070), up to its rules. */
  static XmlText sld(String layer) {
    return new XmlText("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .open(
            "StyledLayerDescriptor",
            "version",
            "1.0.0",
            "xmlns",
            "http://www.opengis.net/sld",
            "xmlns:ogc",
            "http://www.opengis.net/ogc")
        .open("NamedLayer")
        .text("Name", layer)
        .open("UserStyle")
        .open("FeatureTypeStyle");
  }
}
