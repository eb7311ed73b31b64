package org.mmucheck.model.offending;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.mmucheck.model.Fixed;

/** Has one field of each kind; the name says whether tasks may share it. */
public class Offender {
  static int wrongStatic;

  final ReentrantLock lock = new ReentrantLock();
  final int right = 1;
  volatile boolean rightToo;

  @GuardedBy("lock")
  int rightUnderLock;

  @Fixed(Fixed.Since.MADE)
  final List<String> rightCopy = List.of();

  int wrongPlain;
  final int[] wrongArray = {};
  final List<String> wrongList = new ArrayList<>();
  volatile List<String> wrongVolatileList = new ArrayList<>();
  final Object wrongObject = new Object();

  @Fixed(Fixed.Since.MADE)
  int wrongFixed;
}
