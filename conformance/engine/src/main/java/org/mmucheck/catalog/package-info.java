/** The manifests of models, each a {@code models.json} beside its modules. */
@NullMarked
package org.mmucheck.catalog;

import org.jspecify.annotations.NullMarked;
