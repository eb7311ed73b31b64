package org.mmucheck.workbench;

import org.mmucheck.catalog.Model;

/**
 * A model of which a part of a job came to no verdict, so that its other models are judged all the
 * same.
 *
 * @param part the command that does the same to this model alone, for example {@code conform}
 * @param what its argument: the model's name, or a trace's file
 * @param why what ended it
 */
public record Unjudged(String part, Model model, String what, Exception why) {}
