package org.gramscape.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Every command and option as JSON, for programs that build menus and forms from it. */
@Command(
    name = "describe",
    description = "Prints every command and option as JSON.",
    footer = {"", "Example:", "  gramscape describe > gramscape.json"})
final class DescribeCommand extends Subcommand {
  @Override
  public Integer call() throws IOException {
    ObjectNode root = Json.object();
    root.put("name", "gramscape");
    root.put("version", Versions.gramscape());
    ArrayNode commands = root.putArray("commands");
    addLeaves(spec.root().commandLine(), commands);
    out().println(Json.pretty(root));
    return 0;
  }

  /** Adds the commands that do something: those without subcommands of their own. */
  private static void addLeaves(CommandLine parent, ArrayNode commands) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (command.getSubcommands().isEmpty()) {
        commands.add(describe(command.getCommandSpec()));
      } else {
        addLeaves(command, commands);
      }
    }
  }

  private static ObjectNode describe(CommandSpec command) {
    ObjectNode node = Json.object();
    node.put("name", command.qualifiedName().substring("gramscape ".length()));
    node.put("description", text(command.usageMessage().description()));
    ArrayNode parameters = node.putArray("parameters");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      ObjectNode entry = parameters.addObject().put("name", parameter.paramLabel());
      describe(parameter, entry);
    }
    ArrayNode options = node.putArray("options");
    for (OptionSpec option : command.options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      ObjectNode entry = options.addObject().put("name", option.longestName());
      ArrayNode names = entry.putArray("names");
      Arrays.stream(option.names())
          .sorted(Comparator.comparing(String::length))
          .forEach(names::add);
      entry.put("value", option.arity().max() > 0 ? option.paramLabel() : null);
      describe(option, entry);
    }
    return node;
  }

  private static void describe(ArgSpec argument, ObjectNode entry) {
    Class<?> type =
        argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.typeInfo().getType();
    entry.put("type", typeName(type));
    entry.put("default", argument.defaultValue());
    entry.put("required", argument.required());
    entry.put("repeatable", argument.isMultiValue() || isOfRepeatableGroup(argument));
    entry.put("description", text(argument.renderedDescription()));
    ArrayNode choices = entry.putArray("choices");
    if (argument.completionCandidates() != null) {
      argument
          .completionCandidates()
          .forEach(choice -> choices.add(choice.toLowerCase(Locale.ROOT)));
    }
  }

  private static boolean isOfRepeatableGroup(ArgSpec argument) {
    return argument.group() != null && argument.group().multiplicity().max() > 1;
  }

  private static String typeName(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "flag";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "integer";
    }
    if (type == double.class || type == Double.class) {
      return "number";
    }
    if (Path.class.isAssignableFrom(type)) {
      return "file";
    }
    return type.isEnum()
        ? "choice"
        : type.getPackageName().startsWith("java.") ? "text" : kebab(type);
  }

  /** {@code GroundArea} as {@code ground-area}. */
  private static String kebab(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String text(String[] lines) {
    return String.join(" ", lines).replace("%n", " ").strip();
  }
}
