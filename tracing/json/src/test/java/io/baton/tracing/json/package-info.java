@NullMarked
package io.baton.tracing.json;

import org.jspecify.annotations.NullMarked;
