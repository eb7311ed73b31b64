package org.mmucheck.workbench;

import org.mmucheck.catalog.Model;

/**
 * A model of which a part of a job came to no verdict, so that its other models are judged all the
 * same.
 *
 * @param part the command that does the same to this model alone, for example {@code conform}
 * @param why what ended it
 */
public record Unjudged(String part, Model model, Exception why) {}
