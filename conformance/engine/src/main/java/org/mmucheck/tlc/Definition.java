package org.mmucheck.tlc;

/**
 * An operator that a module of the spec defines.
 *
 * @param key unique; {@link Formula#calls} names definitions by it
 * @param module where it is written
 * @param name without the name of an instance
 */
public record Definition(String key, String module, String name, Formula body) {}
