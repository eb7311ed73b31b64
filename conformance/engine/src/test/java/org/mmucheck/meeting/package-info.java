@NullMarked
package org.mmucheck.meeting;

import org.jspecify.annotations.NullMarked;
