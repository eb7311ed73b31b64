package org.mmucheck.mutants;

/**
 * A layer that has noticed a mutant, or has come to no verdict on it.
 *
 * @param model which showed it
 * @param says one line: what is different now, with the model and, where there is one, the step
 */
public record Kill(Layer layer, String model, String says) {}
