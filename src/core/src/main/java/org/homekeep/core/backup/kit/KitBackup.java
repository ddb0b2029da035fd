package org.homekeep.core.backup.kit;

import java.util.List;

/**
 * A backup that the key of a kit opens.
 *
 * @param date as people read it
 * @param locations names of the locations that hold it
 * @param size bytes of its largest copy
 */
public record KitBackup(String name, String date, List<String> locations, long size) {
  public KitBackup {
    name = Plain.line(name);
    date = Plain.line(date);
    locations = locations.stream().map(Plain::line).toList();
  }
}
