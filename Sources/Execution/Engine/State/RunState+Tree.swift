// Building the tree: nodes for a body, its phases and steps, for the items of a `foreach`.

import Expressions
import PlanModel

extension RunState {
  mutating func addNode(_ node: Node) -> Int {
    let number = nodes.count
    nodes.append(node)
    steps.append(StepState())
    if node.step != nil { index[node.id] = number }
    if case .phase = node.kind { index[node.eventID] = number }
    if node.parent >= 0 { nodes[node.parent].children.append(number) }
    return number
  }

  @discardableResult
  mutating func addBody(_ body: PlanBody, parent: Int, prefix: String) -> Int {
    let number = nodes.count
    _ = addNode(Node(kind: .body(body), parent: parent, id: prefix, scope: number))
    for phase in body.phases {
      let id = phase.id.map { joined(prefix, $0) } ?? prefix
      let phaseNumber = addNode(Node(kind: .phase(phase), parent: number, id: id, scope: number))
      addSteps(phase.steps, parent: phaseNumber, prefix: id, scope: number)
    }
    if !body.finally.isEmpty {
      let finale = addNode(Node(kind: .finale(body), parent: number, id: prefix, scope: number))
      addSteps(body.finally, parent: finale, prefix: prefix, scope: number)
    }
    nodes[number].remaining = body.phases.count
    return number
  }

  private mutating func addSteps(_ list: [PlanStep], parent: Int, prefix: String, scope: Int) {
    var numbers: [Int] = []
    numbers.reserveCapacity(list.count)
    for step in list {
      let id = joined(prefix, step.id)
      if step.foreach != nil {
        numbers.append(addNode(Node(kind: .each(step), parent: parent, id: id, scope: scope)))
      } else {
        numbers.append(addInstance(step, parent: parent, id: id, scope: scope, item: nil))
      }
    }
    for (position, step) in list.enumerated() {
      nodes[numbers[position]].unmet = step.needs.count
      for need in step.needs { nodes[numbers[need]].dependents.append(numbers[position]) }
    }
    nodes[parent].remaining = list.count
  }

  private mutating func addInstance(_ step: PlanStep, parent: Int, id: String, scope: Int, item: Node.Item?) -> Int {
    guard let body = step.body else {
      return addNode(Node(kind: .leaf(step), parent: parent, id: id, scope: scope, item: item))
    }
    let call = addNode(Node(kind: .call(step), parent: parent, id: id, scope: scope, item: item))
    nodes[call].remaining = 1
    addBody(body, parent: call, prefix: id)
    return call
  }

  /// The instances of a `foreach`, once its items are known. Where nothing of an earlier expansion is left done, it is
  /// expanded anew; an instance with the same key goes on counting its attempts.
  mutating func addInstances(of each: Int, keys: [String], items: [Value]) {
    guard case .each(let step) = nodes[each].kind else { return }
    var children: [Int] = []
    children.reserveCapacity(keys.count)
    for (key, value) in zip(keys, items) {
      let id = "\(nodes[each].id)[\(key)]"
      let item = Node.Item(key: key, value: value)
      if let known = index[id], nodes[known].parent == each {
        nodes[known].item = item
        nodes[known].dependents = []
        children.append(known)
      } else {
        children.append(addInstance(step, parent: each, id: id, scope: nodes[each].scope, item: item))
      }
    }
    nodes[each].children = children
    nodes[each].remaining = keys.count
    for (position, child) in nodes[each].children.enumerated() {
      nodes[child].unmet = laneNeeds(of: each, at: position)
      if let width = step.foreach?.maxParallel, position >= width {
        nodes[nodes[each].children[position - width]].dependents.append(child)
      }
    }
  }

  /// `max_parallel: n` makes n lanes: each instance waits for the one n places before.
  func laneNeeds(of each: Int, at position: Int) -> Int {
    guard let width = nodes[each].step?.foreach?.maxParallel else { return 0 }
    return position >= width ? 1 : 0
  }

  func joined(_ prefix: String, _ id: String) -> String {
    prefix.isEmpty ? id : prefix + "/" + id
  }

  /// The body inside a call.
  func body(ofCall call: Int) -> Int? { nodes[call].children.first }

  /// Every leaf below a node, in the plan's order. A `foreach` that isn't expanded counts as a leaf.
  func leaves(below node: Int) -> [Int] {
    var found: [Int] = []
    var stack = [node]
    while let number = stack.popLast() {
      let children = nodes[number].children
      switch nodes[number].kind {
      case .leaf: found.append(number)
      case .each where children.isEmpty && nodes[number].progress == .pending: found.append(number)
      default: stack.append(contentsOf: children.reversed())
      }
    }
    return found
  }

  /// A step of `finally`, or inside one.
  func isInFinale(_ number: Int) -> Bool {
    var number = number
    while number >= 0 {
      if case .finale = nodes[number].kind { return true }
      number = nodes[number].parent
    }
    return false
  }

  /// The nearest phase around a node, and the calls around that, from the inside out.
  func ancestors(of node: Int) -> [Int] {
    var line: [Int] = []
    var number = nodes[node].parent
    while number >= 0 {
      line.append(number)
      number = nodes[number].parent
    }
    return line
  }
}
