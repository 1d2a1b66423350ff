/** Certificates, users and roles: who may connect and what they may do. */
@NullMarked
package dev.pollux.server.security;

import org.jspecify.annotations.NullMarked;
