package org.gramscape.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What a command did: its exit code and all that it said. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    int code = Gramscape.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
