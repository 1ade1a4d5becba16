// The connection to a living supervisor: requests and their answers, and news of the units that end.

import Dispatch
import Glibc

/// An open connection that the supervisor has welcomed. One thread reads it; any task may write.
final class SupervisorConnection: Sendable {
  typealias Answer = (kind: Wire.Answer, fields: Fields)
  typealias Reply = Result<Answer, ProcessHostError>

  private struct State {
    /// The socket; `nil` once the connection has ended.
    var descriptor: Int32?
    var lastNumber: Int64 = 0
    var replies: [Int64: CheckedContinuation<Reply, Never>] = [:]
    var units: [UnitName: UnitEnd] = [:]
    var closing: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Protected<State>
  /// Keeps frames whole.
  private let writing = Protected(())

  private init(descriptor: Int32) {
    state = Protected(State(descriptor: descriptor))
  }

  /// Connects to the supervisor of a folder. `nil` if none listens there.
  static func open(folder: String, token: Int64) throws(ProcessHostError) -> SupervisorConnection? {
    guard let descriptor = try SupervisorSocket.connect(folder: folder) else { return nil }
    var hello = FieldWriter()
    hello.append(.token, token)
    SupervisorSocket.setTimeout(descriptor, seconds: 30)
    guard SupervisorSocket.send(descriptor, hello.frame(.hello)), let frame = SupervisorSocket.receiveFrame(descriptor)
    else {
      let timedOut = errno == EAGAIN
      Glibc.close(descriptor)
      if timedOut { throw .supervisorUnavailable(reason: "belay-exec doesn't answer in \(folder)") }
      return nil  // it was just ending
    }
    SupervisorSocket.setTimeout(descriptor, seconds: 0)
    guard let answer = Self.parse(frame[...]), answer.kind == .welcome else {
      Glibc.close(descriptor)
      throw Self.parse(frame[...]).map { Self.refusal($0.fields, unit: "") } ?? .refused(reason: "malformed answer")
    }
    let connection = SupervisorConnection(descriptor: descriptor)
    guard startThread({ connection.read(descriptor) }) else {
      Glibc.close(descriptor)
      throw .supervisorUnavailable(reason: "no thread can be started")
    }
    return connection
  }

  /// Whether the other side was still there when it was last heard of.
  var isOpen: Bool { state.withLock { $0.descriptor != nil } }

  /// The end of a unit, which this connection will hear of. To be asked for before the request that leads to it.
  func end(of unit: UnitName) -> UnitEnd {
    state.withLock { state in
      if let end = state.units[unit] { return end }
      let end = UnitEnd()
      if state.descriptor == nil { end.settle(.failure(.supervisorLost)) } else { state.units[unit] = end }
      return end
    }
  }

  /// Takes back `end(of:)` for a unit that doesn't run.
  func forget(_ unit: UnitName) {
    _ = state.withLock { $0.units.removeValue(forKey: unit) }
  }

  /// Sends a request and waits for its answer.
  func ask(_ request: Wire.Request, _ fields: FieldWriter) async -> Reply {
    await withCheckedContinuation { continuation in
      let ticket = state.withLock { state -> (number: Int64, descriptor: Int32)? in
        guard let descriptor = state.descriptor else { return nil }
        state.lastNumber += 1
        state.replies[state.lastNumber] = continuation
        return (state.lastNumber, descriptor)
      }
      guard let ticket else { return continuation.resume(returning: .failure(.supervisorLost)) }
      // The number comes first: of a request that is refused it is known, whatever is wrong with the rest.
      var numbered = FieldWriter()
      numbered.append(.number, ticket.number)
      numbered.append(fields)
      // If it can't be sent the connection has ended: the reading thread finds that out and answers for it.
      writing.withLock { _ in _ = SupervisorSocket.send(ticket.descriptor, numbered.frame(request)) }
    }
  }

  /// Says that nothing more will be asked, and waits until the supervisor has taken note, but not for long.
  func close() async {
    await withCheckedContinuation { continuation in
      let isClosing = state.withLock { state in
        guard let descriptor = state.descriptor else { return false }
        state.closing.append(continuation)
        shutdown(descriptor, Int32(SHUT_WR))
        return true
      }
      if !isClosing { return continuation.resume() }
      DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(2)) { self.shutDown(SHUT_RDWR) }
    }
  }

  /// Like `close`, without waiting.
  func abandon() { shutDown(SHUT_WR) }

  private func shutDown(_ how: Int) {
    state.withLock { state in
      if let descriptor = state.descriptor { shutdown(descriptor, Int32(how)) }
    }
  }

  static func refusal(_ fields: Fields, unit: String) -> ProcessHostError {
    let message = fields.text(.message) ?? ""
    return switch fields.number(.reason).flatMap({ Wire.Reason(rawValue: $0) }) {
    case .token: .superseded(byToken: fields.number(.token) ?? 0)
    case .duplicate: .alreadyStarted(unit: unit)
    case .record: .folderNotWritable(reason: message)
    case .notUnderstood, nil: .refused(reason: message)
    }
  }
}

// The reading thread.
extension SupervisorConnection {
  private func read(_ descriptor: Int32) {
    while let frame = SupervisorSocket.receiveFrame(descriptor) {
      guard let answer = Self.parse(frame[...]) else { continue }
      dispatch(answer)
    }
    // Only when no frame is being written is the descriptor given back: its number may be used anew at once.
    let left = writing.withLock { _ in
      state.withLock { state in
        state.descriptor = nil
        Glibc.close(descriptor)
        defer { (state.replies, state.units, state.closing) = ([:], [:], []) }
        return (replies: state.replies.values, units: state.units.values, closing: state.closing)
      }
    }
    for continuation in left.replies { continuation.resume(returning: .failure(.supervisorLost)) }
    for end in left.units { end.settle(.failure(.supervisorLost)) }
    for continuation in left.closing { continuation.resume() }
  }

  private func dispatch(_ answer: Answer) {
    if answer.kind == .exited {
      let unit = UnitName(encoded: answer.fields.text(.unit) ?? "")
      let end = state.withLock { $0.units.removeValue(forKey: unit) }
      if let exit = ProcessExit(answer.fields) { end?.settle(.success(exit)) }
      return
    }
    let number = answer.fields.number(.number) ?? 0
    let continuation = state.withLock { $0.replies.removeValue(forKey: number) }
    continuation?.resume(returning: .success(answer))
  }

  /// A frame's content: version, kind, fields. `nil` for what this version doesn't know.
  private static func parse(_ content: ArraySlice<UInt8>) -> Answer? {
    guard content.count >= 2, let kind = Wire.Answer(rawValue: content[content.startIndex + 1]),
      let fields = Fields(content.dropFirst(2))
    else { return nil }
    return (kind, fields)
  }
}

/// Starts a thread of its own for something that blocks for long. False if there can be none.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let box = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let error = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, box.toOpaque())
  if error == 0 { pthread_detach(thread) } else { box.release() }
  return error == 0
}
