package org.mmucheck.tlc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * That a run of TLC is saved now and then, so that another can go on with it.
 *
 * @param folder for this run alone; it need not be there
 * @param resume whether to go on with the run that is saved there, if there is one
 * @param every the time from one saving to the next
 */
public record Saving(Path folder, boolean resume, Duration every) {}
