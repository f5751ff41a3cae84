using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linli.Platform.Data;

/// <summary>
/// A row that may change, but only through this program: its seal is made of all its values with a key that is not in the database,
/// whenever it is saved. A check computes it anew.
/// </summary>
public interface ISealedRow
{
    /// <summary>Set while the row is saved; nobody else touches it.</summary>
    string Seal { get; set; }
}

/// <summary>Makes the seals of rows.</summary>
public sealed class RowSeals(FieldCipher cipher)
{
    private static readonly ConcurrentDictionary<IEntityType, Part[]> Parts = new();

    /// <summary>The seal that a row should have.</summary>
    /// <remarks>What is null has no part in it, so that a column which is added later, empty, breaks no seal.</remarks>
    public string Of(IEntityType type, object row)
    {
        var text = new StringBuilder(400).Append(type.GetTableName());
        foreach (var part in Parts.GetOrAdd(type, PartsOf))
            if (part.Getter.GetClrValue(row) is { } value)
            {
                var words = Words(value);

                // The length first: where one value ends and the next begins is part of what is sealed.
                text.Append('\n').Append(part.Name).Append(' ').Append(words.Length).Append(' ').Append(words);
            }

        return cipher.Hash("row", text.ToString());
    }

    private static Part[] PartsOf(IEntityType type) =>
        [.. type.GetProperties().Where(p => p.Name != nameof(ISealedRow.Seal)).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new Part(p.Name, p.GetGetter()))];

    private static string Words(object value) => value switch
    {
        string text => text,

        // Its words would say nothing of it.
        Sealed secret => secret.Cipher,
        DateTimeOffset at => (at.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.DayNumber.ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        ValueType single => single.ToString() ?? "",

        // Its name would be sealed instead of its value.
        _ => throw new InvalidOperationException($"A {value.GetType()} has no form that can be sealed."),
    };

    private sealed record Part(string Name, IClrPropertyGetter Getter);
}

/// <summary>Seals rows while they are saved.</summary>
internal sealed class SealRows : SaveChangesInterceptor
{
    public static readonly SealRows Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Seal(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Seal(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private static void Seal(DbContext db)
    {
        RowSeals? seals = null;
        foreach (var entry in db.ChangeTracker.Entries<ISealedRow>().Where(e => e.State is EntityState.Added or EntityState.Modified))
            entry.Entity.Seal = (seals ??= db.GetService<RowSeals>()).Of(entry.Metadata, entry.Entity);
    }
}
