/** The model that every station serves, and a reader of NodeSet2 XML into records. No OPC UA stack. */
@NullMarked
package dev.pollux.nodesets;

import org.jspecify.annotations.NullMarked;
