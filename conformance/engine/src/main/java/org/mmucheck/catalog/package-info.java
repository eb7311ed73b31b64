/** The manifest of models, {@code spec/models.json}. */
@NullMarked
package org.mmucheck.catalog;

import org.jspecify.annotations.NullMarked;
