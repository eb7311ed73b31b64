package org.mmucheck.input;

/**
 * Marks exceptions that a binding throws to say that there is nothing to judge: what it needs is
 * not there, or the user's input is wrong. They are no fault of the code under test.
 */
public interface NoFault {}
