/** Language models as a command line names them. */
@NullMarked
package io.baton.samples.models;

import org.jspecify.annotations.NullMarked;
