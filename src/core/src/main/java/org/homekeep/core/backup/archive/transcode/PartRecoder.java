package org.homekeep.core.backup.archive.transcode;

import java.io.IOException;
import org.homekeep.core.backup.archive.part.ProbedPart;

/** What happens to the parts of one reading of an archive. */
interface PartRecoder {
  /** Whether the outcome is encrypted. */
  boolean protects();

  /** The next part, recoded. */
  RecodedPart recode(ProbedPart part) throws IOException;
}
