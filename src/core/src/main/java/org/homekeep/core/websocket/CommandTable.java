package org.homekeep.core.websocket;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All commands by type. Capabilities add theirs before the server listens. */
public final class CommandTable {
  private final Map<String, Command> commands = new HashMap<>();

  /** Adds a command; two of one type are a mistake in the program. */
  public void add(Command command) {
    if (commands.putIfAbsent(command.type(), command) != null) {
      throw new IllegalStateException("Two commands of type " + command.type());
    }
  }

  /** All commands, by type. */
  public List<Command> all() {
    return commands.values().stream().sorted(Comparator.comparing(Command::type)).toList();
  }

  /** The command of a type. */
  public Optional<Command> find(String type) {
    return Optional.ofNullable(commands.get(type));
  }
}
