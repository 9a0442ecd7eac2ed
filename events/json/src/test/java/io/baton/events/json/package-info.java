@NullMarked
package io.baton.events.json;

import org.jspecify.annotations.NullMarked;
