// Secrets: every way in which a result can carry one, and that nothing else does.

import Testing

@testable import Expressions

@Suite struct TaintTests {
  @Test(arguments: [
    ("secrets.token", ["token"]), ("secrets['token']", ["token"]), ("secrets.token + 'a'", ["token"]),
    ("secrets.token == 'a'", ["token"]), ("size(secrets.token)", ["token"]), ("secrets.token.size() > 3", ["token"]),
    ("secrets.token == 'a' ? 1 : 2", ["token"]), ("true ? 1 : size(secrets.token)", ["token"]),
    ("[secrets.token]", ["token"]), ("{'a': secrets.token}", ["token"]), ("{secrets.token: 1}", ["token"]),
    ("inputs.names.exists(x, x == secrets.token)", ["token"]), ("[secrets.token].map(x, 1)", ["token"]),
    ("inputs.names.filter(x, secrets.token != '')", ["token"]), ("cel.bind(x, secrets.token, x)", ["token"]),
    ("cel.bind(x, secrets.token, 1)", ["token"]), ("secrets.token == 'a' && inputs.keep > 1", ["token"]),
    ("inputs.keep > 1 || secrets.token == 'a'", ["token"]), ("inputs.ports[secrets.token]", ["token"]),
    ("secrets", ["key", "token"]), ("size(secrets)", ["key", "token"]), ("secrets[inputs.host]", ["key", "token"]),
    ("secrets.all(k, k != '')", ["key", "token"]), ("has(secrets.token)", ["token"]), ("secrets.?token", ["token"]),
    ("base64.encode(secrets.key) + secrets.token", ["key", "token"]), ("inputs.password", ["inputs.password"]),
    ("inputs", ["inputs.password"]), ("type(secrets.token)", ["token"]), ("'%s'.format([secrets.token])", ["token"]),
    ("optional.of(secrets.token).optMap(x, 1)", ["token"]), ("secrets.token.matches('a')", ["token"]),
    ("inputs.host", []), ("inputs.host + string(inputs.keep)", []), ("steps.a.outputs.n", []), ("steps", []),
    ("cel.bind(secrets, 1, secrets)", []), ("[1].map(secrets, secrets)", []), ("'secrets.token'", []),
  ])
  func secrets(text: String, names: [String]) throws {
    #expect(try compiled(text, in: planScope).secrets.sorted() == names)
  }

  @Test func secretVariablesTaintByName() throws {
    var scope = Scope()
    scope.declare("x", .string, secret: true)
    scope.declare("r", .record(RecordShape(name: "r", fields: ["a": .init(type: .int)])), secret: true)
    #expect(try compiled("x + 'a'", in: scope).secrets == ["x"])
    #expect(try compiled("r.a", in: scope).secrets == ["r"])
  }

  @Test func nestedRecordsTaintByPath() throws {
    let inner = RecordShape(
      name: "inner", fields: ["open": .init(type: .int), "closed": .init(type: .int, secret: true)])
    var scope = Scope()
    scope.declare("outer", .record(RecordShape(name: "outer", fields: ["inner": .init(type: .record(inner))])))
    #expect(try compiled("outer.inner.open", in: scope).secrets == [])
    #expect(try compiled("outer.inner.closed", in: scope).secrets == ["outer.inner.closed"])
    #expect(try compiled("outer.inner", in: scope).secrets == ["outer.inner.closed"])
    #expect(try compiled("outer", in: scope).secrets == ["outer.inner.closed"])
  }

  @Test(arguments: [
    "int(secrets.token)", "{'a': 1}[secrets.token]", "{secrets.token: 1, 'hunter2': 2}",
    "'a'.matches('(' + secrets.token)",
    "duration(secrets.token)", "[1][int(secrets.token.replace('hunter', '1'))]", "secrets.token.charAt(42)",
    "int(secrets.token.replace('hunter', '')) + 9223372036854775807",
    "timestamp('2024-01-01T00:00:00Z').getHours(secrets.token)",
    "secrets.token.format([1])+ '%'.format([secrets.token])",
  ])
  func errorsDoNotQuoteSecrets(text: String) throws {
    let outcome = try evaluated(text, in: planScope, MapActivation(["secrets": ["token": "hunter2"]]))
    guard case .error(let error) = outcome else {
      Issue.record("'\(text)' came to \(outcome)")
      return
    }
    #expect(!error.message.contains("hunter") && !error.message.contains("12") && !error.message.contains("2 +"))
  }

  @Test func explanationsLeaveSecretsOut() throws {
    let expression = try compiled("size(secrets.token) + inputs.keep", in: planScope)
    let tree = expression.explain(MapActivation(["secrets": ["token": "hunter2"], "inputs": ["keep": 1]]))
    #expect(tree.outcome == nil && tree.carriesSecret)
    #expect(tree.parts.map(\.outcome) == [nil, .value(1)])
    #expect(tree.parts[0].parts[0].carriesSecret)
  }
}
