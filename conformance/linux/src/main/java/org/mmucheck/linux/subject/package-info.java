/** The machine as a subject of the engine: spec actions become steps of its CPUs. */
@NullMarked
package org.mmucheck.linux.subject;

import org.jspecify.annotations.NullMarked;
