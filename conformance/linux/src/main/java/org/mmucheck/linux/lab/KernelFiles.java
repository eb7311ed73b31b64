package org.mmucheck.linux.lab;

import java.nio.file.Path;

/**
 * Where a kernel's files stand on this machine.
 *
 * @param name as a user names it: {@code debian:7.3.4}, or a path
 * @param vmlinuz the bootable image
 * @param modules the folder below which its modules are: {@code kvm.ko} or {@code kvm.ko.xz}
 */
public record KernelFiles(String name, Path vmlinuz, Path modules) {}
