package org.homekeep.core.backup.archive.deflate;

/** How much work goes into making an archive small. */
public enum CompressionLevel {
  /** For slow processors and fast networks: as quick as it can be, a few percent larger. */
  FAST,
  /** About the size that Home Assistant's archives have, in a fraction of the time. */
  STANDARD,
  /** As small as deflate reasonably gets; takes several times as long. */
  SMALL
}
