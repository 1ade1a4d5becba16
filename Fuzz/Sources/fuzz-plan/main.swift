// Fuzzes `FuzzTarget.plan`.

import FuzzTargets
import FuzzerDriver

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
  FuzzTarget.plan.run(UnsafeBufferPointer(start: data, count: size))
  return 0
}
