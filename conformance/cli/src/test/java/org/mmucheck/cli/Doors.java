package org.mmucheck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project of a door that two persons pass, with a trace that takes its time. */
final class Doors {
  private static final Path SPECS = Path.of("../engine/src/test/resources/foreign");

  /** Two are inside after the last step; a first visit and a knock came before. */
  static final String LONG_WAY =
      """
      {"#meta": {"model": "Door_free_OneInside", "module": "Door", "property": "OneInside"},
       "vars": ["knocked", "inside"], "states": [
        {"knocked": {"#set": []}, "inside": {"#set": []}},
        {"#meta": {"action": "Enter", "args": {"p": "ann"}},
         "knocked": {"#set": []}, "inside": {"#set": ["ann"]}},
        {"#meta": {"action": "Leave", "args": {"p": "ann"}},
         "knocked": {"#set": []}, "inside": {"#set": []}},
        {"#meta": {"action": "Knock", "args": {"p": "bob"}},
         "knocked": {"#set": ["bob"]}, "inside": {"#set": []}},
        {"#meta": {"action": "Enter", "args": {"p": "ann"}},
         "knocked": {"#set": ["bob"]}, "inside": {"#set": ["ann"]}},
        {"#meta": {"action": "Enter", "args": {"p": "bob"}},
         "knocked": {"#set": []}, "inside": {"#set": ["ann", "bob"]}}
      ]}
      """;

  private Doors() {}

  /** Writes the specs below {@code home}; returns their folder. */
  static String folder(Path home) throws IOException {
    Path folder = Files.createDirectories(home.resolve("theirs"));
    Files.writeString(folder.resolve("Door.tla"), Files.readString(SPECS.resolve("Door.tla")));
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"models": [
          {"id": "open", "says": "One at a time.", "holds": ["OneInside"],
           "with": {"Persons": ["ann", "bob"], "KnockFirst": true, "Polite": true}},
          {"id": "free", "says": "Nobody knocks.", "like": "open", "with": {"KnockFirst": false},
           "breaks": ["OneInside"]}
        ]}
        """);
    return folder.toString();
  }
}
