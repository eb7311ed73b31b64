/** What the main job found of protocols, kept for the next run as long as nothing changes. */
@NullMarked
package org.mmucheck.cli.kept;

import org.jspecify.annotations.NullMarked;
