/** What an implementation under test offers, and what plugs it in. */
@NullMarked
package org.mmucheck.subject;

import org.jspecify.annotations.NullMarked;
