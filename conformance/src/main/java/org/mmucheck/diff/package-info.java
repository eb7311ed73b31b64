/** Says in what two values differ, element by element, as TLA+ writes the elements. */
package org.mmucheck.diff;
