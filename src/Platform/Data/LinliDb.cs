using System.Linq.Expressions;
using Linli.Platform.Ids;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Linli.Platform.Data;

/// <summary>
/// The one database, composed from the tables of every module. Entity types are internal to their module, so nobody else
/// can query them; rows that belong to a place are read through the caller's scopes.
/// </summary>
public sealed class LinliDb(DbContextOptions<LinliDb> options, Composition composition, DatabaseOptions database)
    : DbContext(options)
{
    private readonly List<Action> afterCommit = [];

    /// <summary>Which database this is.</summary>
    public DatabaseKind Kind => database.Kind;

    /// <summary>Names of the modules whose tables the model has.</summary>
    internal string Modules => composition.Names;

    /// <summary>Whether events were added that the relay should hear of after the commit.</summary>
    internal bool HasNewEvents { get; set; }

    /// <summary>Rows that belong to no place.</summary>
    /// <exception cref="InvalidOperationException">The rows do belong to places.</exception>
    public DbSet<T> Records<T>() where T : class =>
        typeof(IScoped).IsAssignableFrom(typeof(T))
            ? throw new InvalidOperationException($"{typeof(T).Name} belongs to places: read it with Scoped<{typeof(T).Name}>(scopes).")
            : Table<T>();

    /// <summary>Rows within the given places; pass what the caller may see.</summary>
    public IQueryable<T> Scoped<T>(ScopeSet scopes) where T : class, IScoped => Table<T>().Where(scopes.Condition<T>());

    /// <summary>Rows within the given places, and those that concern the caller for another reason.</summary>
    /// <param name="scopes">What the caller may see by place.</param>
    /// <param name="orElse">The other reason, such as "it is assigned to the caller's team".</param>
    public IQueryable<T> Scoped<T>(ScopeSet scopes, Expression<Func<T, bool>> orElse) where T : class, IScoped =>
        Table<T>().Where(scopes.Condition<T>().Or(orElse));

    /// <summary>
    /// All rows, whatever their place, for use cases whose access does not come from a place: one's own items, items a
    /// team takes part in, jobs. The caller must narrow the query itself.
    /// </summary>
    public IQueryable<T> Unfiltered<T>() where T : class, IScoped => Table<T>();

    /// <summary>Adds a row that belongs to a place.</summary>
    public void Insert<T>(T row) where T : class, IScoped => Table<T>().Add(row);

    /// <summary>Deletes a row that belongs to a place.</summary>
    public void Delete<T>(T row) where T : class, IScoped => Table<T>().Remove(row);

    /// <summary>
    /// Writes many rows at once, in the current transaction if there is one, without keeping an eye on them afterwards: for
    /// imports and demo data. Keys must be set; numbers that the database gives out are left to it.
    /// </summary>
    public Task InsertMany<T>(IEnumerable<T> rows, CancellationToken cancel) where T : class => BulkInsert.Run(this, rows, cancel);

    /// <summary>
    /// Does something in memory once the changes are committed, such as forgetting what a cache holds. It must be quick, must
    /// not fail, and must do no harm when it runs without need.
    /// </summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>
    /// Begins what is committed whole or not at all. Without the savepoints that EF Core would set around every save: nothing
    /// goes on after a failed one, and on PostgreSQL each costs two journeys.
    /// </summary>
    public Task<IDbContextTransaction> BeginTransaction(CancellationToken cancel)
    {
        Database.AutoSavepointsEnabled = false;
        return Database.BeginTransactionAsync(cancel);
    }

    internal void Committed()
    {
        var actions = afterCommit.ToArray();
        afterCommit.Clear();
        foreach (var action in actions)
            action();
    }

    /// <summary>Forgets what a use case left behind, so that nothing of it reaches the next one.</summary>
    internal void Forget()
    {
        ChangeTracker.Clear();
        afterCommit.Clear();
        HasNewEvents = false;
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<ScopePath>().HaveConversion<ScopePathConverter>();
        configurationBuilder.Properties<Sealed>().HaveConversion<SealedConverter>();
        if (Kind == DatabaseKind.Sqlite)
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondConverter>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        foreach (var id in composition.Assemblies.SelectMany(a => a.GetTypes()).Where(IsTypedId))
            configurationBuilder.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var map in composition.Tables)
            map(modelBuilder, Kind);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(IScoped).IsAssignableFrom(e.ClrType)))
            OrderByBytes(modelBuilder, entity.ClrType);
    }

    // Scope ranges compare text by its bytes; SQLite does so by itself, PostgreSQL has to be told.
    private void OrderByBytes(ModelBuilder model, Type entity)
    {
        var scope = model.Entity(entity).Property(nameof(IScoped.Scope)).HasMaxLength(400);
        if (Kind == DatabaseKind.Postgres)
            scope.UseCollation("C");
    }

#pragma warning disable RS0030 // the one place that may: the methods above decide how rows are read
    private DbSet<T> Table<T>() where T : class => Set<T>();
#pragma warning restore RS0030

    private static bool IsTypedId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private sealed class ScopePathConverter() : ValueConverter<ScopePath, string>(p => p.Value, s => ScopePath.Parse(s, null));

    private sealed class SealedConverter() : ValueConverter<Sealed, string>(s => s.Cipher, s => new Sealed(s));

    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(d => d.ToUniversalTime(), d => d);

    // Microseconds since 1970: SQLite has no instants that sort, and this is what PostgreSQL keeps too.
    private sealed class MicrosecondConverter() : ValueConverter<DateTimeOffset, long>(
        d => (d.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        l => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + (l * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));

    private sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From<TId>(value))
        where TId : struct, ITypedId<TId>;

    private static TId From<TId>(Guid value) where TId : struct, ITypedId<TId> => TId.From(value);
}
