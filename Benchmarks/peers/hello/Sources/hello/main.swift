// Says hello, by way of Foundation, so that the same runtime is linked.

import Foundation

FileHandle.standardOutput.write(Data("hello\n".utf8))
