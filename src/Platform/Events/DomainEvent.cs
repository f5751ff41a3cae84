using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Linli.Platform.Data;

namespace Linli.Platform.Events;

/// <summary>
/// Something that happened and that others may want to know. Written to the outbox in the same transaction as the change
/// itself; delivered at least once, in order per <see cref="Subject"/>. Carries ids and states, never personal data.
/// </summary>
public abstract record DomainEvent
{
    /// <summary>What it happened to, such as a case id: events of one subject are delivered in order.</summary>
    [JsonIgnore]
    public abstract string Subject { get; }

    /// <summary>Where it happened; live updates reach those who may see this place.</summary>
    [JsonIgnore]
    public abstract ScopePath Scope { get; }

    /// <summary>The permission that lets a person at the place follow it live; <c>null</c> for nobody by place.</summary>
    [JsonIgnore]
    public virtual string? LivePermission => null;

    /// <summary>Accounts that follow it live whatever their place.</summary>
    [JsonIgnore]
    public virtual IReadOnlyCollection<Guid> LiveAccounts => [];

    // Attributes of a property are not inherited by what overrides it.
    private static readonly JsonSerializerOptions Told = new(Json.Options)
    {
        TypeInfoResolver = (Json.Options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(type =>
        {
            if (!typeof(DomainEvent).IsAssignableFrom(type.Type))
                return;
            foreach (var property in type.Properties.Where(p => p.AttributeProvider is PropertyInfo { Name: nameof(LivePermission) or nameof(LiveAccounts) }).ToList())
                type.Properties.Remove(property);
        }),
    };

    /// <summary>The event as it is kept and told to browsers and outside parties: without who else may hear of it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GetType(), Told);
}

/// <summary>An event on its way to a handler.</summary>
/// <typeparam name="TEvent">The event's type.</typeparam>
/// <param name="Id">UUIDv7 of the event, the same on every delivery.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Event">What happened.</param>
public sealed record Delivered<TEvent>(Guid Id, DateTimeOffset Time, TEvent Event) where TEvent : DomainEvent;

/// <summary>Does something after an event. What it writes to the database is committed once, however often it is delivered.</summary>
public interface IEventHandler<TEvent> where TEvent : DomainEvent
{
    /// <summary>Acts on the event; runs in a transaction of its own.</summary>
    Task Handle(Delivered<TEvent> delivered, CancellationToken cancel);
}

/// <summary>The CloudEvents types of all published events.</summary>
public sealed class EventTypes
{
    private readonly Dictionary<Type, string> names = [];
    private readonly Dictionary<string, Type> types = new(StringComparer.Ordinal);

    /// <summary>All type names, such as <c>linli.case.reported</c>.</summary>
    public IEnumerable<string> Names => types.Keys.Order(StringComparer.Ordinal);

    internal string NameOf(Type type) => names.TryGetValue(type, out var name)
        ? name
        : throw new InvalidOperationException($"{type.Name} is not declared: its module must say Publishes<{type.Name}>(\"…\").");

    internal Type? TypeOf(string name) => types.GetValueOrDefault(name);

    internal void Add(Type type, string name)
    {
        names.Add(type, name);
        types.Add(name, type);
    }
}

internal sealed record EventSubscription(
    Type EventType, string HandlerName, Func<IServiceProvider, OutboxMessage, DomainEvent, CancellationToken, Task> Deliver)
{
    public static EventSubscription For<TEvent, THandler>()
        where TEvent : DomainEvent
        where THandler : class, IEventHandler<TEvent> =>
        new(typeof(TEvent), typeof(THandler).Name, (services, message, happened, cancel) =>
            ((THandler)services.GetService(typeof(THandler))!).Handle(new(message.Id, message.Time, (TEvent)happened), cancel));
}
