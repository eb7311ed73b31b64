/** What the processes of a distributed run have in common, and what each of them starts with. */
@NullMarked
package org.mmucheck.tlc.peer;

import org.jspecify.annotations.NullMarked;
