package org.gramscape.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the page on dependencies says of the poms. */
class DependenciesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COORDINATES = Pattern.compile("`([\\w.-]+:[\\w.-]+)`");

  /** A library that a pom names. */
  private record Dependency(String coordinates, boolean managed, boolean forTests) {}

  @Test
  void whatIsShippedHasARowAndNothingElseHas() throws Exception {
    Set<String> shipped = new TreeSet<>();
    for (Dependency each : dependencies()) {
      if (!each.managed() && !each.forTests()) {
        shipped.add(each.coordinates());
      }
    }
    List<String> rows = page().stream().filter(line -> line.startsWith("|")).toList();
    assertThat(coordinates(rows)).containsExactlyInAnyOrderElementsOf(shipped);
  }

  @Test
  void everyOtherLibraryIsNamedBelowTheTable() throws Exception {
    Set<String> all = new TreeSet<>();
    dependencies().forEach(each -> all.add(each.coordinates()));
    assertThat(coordinates(page())).containsExactlyInAnyOrderElementsOf(all);
  }

  private static List<String> page() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/dependencies.md"));
  }

  /** As often as they are said. */
  private static List<String> coordinates(List<String> lines) {
    return COORDINATES
        .matcher(String.join("\n", lines))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  /** Of all poms, but for Gramscape's own modules and lists of versions. */
  private static List<Dependency> dependencies() throws Exception {
    List<Path> poms;
    try (Stream<Path> files = Files.walk(ROOT, 2)) {
      poms = files.filter(file -> file.endsWith("pom.xml")).toList();
    }
    assertThat(poms).hasSizeGreaterThan(1);
    List<Dependency> dependencies = new ArrayList<>();
    for (Path pom : poms) {
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
      NodeList elements = document.getElementsByTagName("dependency");
      for (int i = 0; i < elements.getLength(); i++) {
        Element element = (Element) elements.item(i);
        String group = text(element, "groupId");
        if (!group.equals("org.gramscape") && !text(element, "type").equals("pom")) {
          String section = element.getParentNode().getParentNode().getNodeName();
          dependencies.add(
              new Dependency(
                  group + ":" + text(element, "artifactId"),
                  section.equals("dependencyManagement"),
                  text(element, "scope").equals("test")));
        }
      }
    }
    return dependencies;
  }

  /** Empty where there is no such element; exclusions come after what they belong to. */
  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
