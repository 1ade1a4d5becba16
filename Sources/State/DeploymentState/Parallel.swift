// The same work on many items, on as many threads as there are processors.

import Glibc

public enum Parallel {
  /// What `body` makes of each item, in their order. When some fail, the error of the first of them in that order.
  public static func map<Item: Sendable, Product: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) throws(StateError) -> Product
  ) throws(StateError) -> [Product] {
    let crew = Crew(items: items, body: body)
    let others = min(items.count, sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1
    var threads: [pthread_t] = []
    for _ in 0..<max(0, others) {
      var thread = pthread_t()
      let started = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<AnyWork>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(AnyWork(crew.work)).toOpaque())
      if started == 0 { threads.append(thread) }
    }
    crew.work()
    for thread in threads { pthread_join(thread, nil) }
    return try crew.results()
  }

  /// Slices of an array, a few for each processor.
  public static func slices<Item>(of items: [Item]) -> [ArraySlice<Item>] {
    let count = max(1, 4 * sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let size = max(256, (items.count + count - 1) / count)
    return stride(from: 0, to: items.count, by: size).map { items[$0..<min($0 + size, items.count)] }
  }

  private final class AnyWork {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Takes one item after the other until none is left.
  private final class Crew<Item: Sendable, Product: Sendable>: @unchecked Sendable {
    private let items: [Item]
    private let body: @Sendable (Item) throws(StateError) -> Product
    private let lock = StateLock()
    private var next = 0
    private var products: [Result<Product, StateError>?]

    init(items: [Item], body: @escaping @Sendable (Item) throws(StateError) -> Product) {
      self.items = items
      self.body = body
      products = Array(repeating: nil, count: items.count)
    }

    @Sendable func work() {
      while let index = take() {
        let product: Result<Product, StateError>
        do throws(StateError) { product = .success(try body(items[index])) } catch { product = .failure(error) }
        lock.hold { products[index] = product }
      }
    }

    private func take() -> Int? {
      lock.hold {
        guard next < items.count else { return nil }
        next += 1
        return next - 1
      }
    }

    func results() throws(StateError) -> [Product] {
      var found: [Product] = []
      found.reserveCapacity(products.count)
      for product in products {
        if let product { found.append(try product.get()) }
      }
      return found
    }
  }
}
