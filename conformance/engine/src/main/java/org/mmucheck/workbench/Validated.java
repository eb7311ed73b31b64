package org.mmucheck.workbench;

import org.mmucheck.catalog.Model;
import org.mmucheck.validate.Verdict;

/**
 * A recording held against a spec.
 *
 * @param model the spec with the constants that it was held against
 * @param lastSteps where no state goes on, the last steps of a behaviour that explains what comes
 *     before, told as a table; empty where the recording is a behaviour
 */
public record Validated(String file, Model model, Verdict verdict, String lastSteps) {}
