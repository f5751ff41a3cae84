using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Services.Canteen;

/// <summary>One line of what somebody eats.</summary>
/// <param name="Line">The line of the menu.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Tag">As tariffs name it.</param>
/// <param name="UnitFen">List price of one.</param>
/// <param name="Count">How many.</param>
public sealed record MealItem(Guid Line, Phrase Name, string Tag, long UnitFen, int Count);

/// <summary>A meal that was sold (用餐小票). Never changed; a mistake is compensated and marked as void.</summary>
internal sealed class MealRow : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required MealTime Meal { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who ate; <c>null</c> for a guest, and for somebody whose data were deleted.</summary>
    public Guid? Person { get; set; }

    public required string AgeClassZh { get; init; }

    public required string AgeClassEn { get; init; }

    public required string Items { get; init; }

    public required string Lines { get; init; }

    public required long ListFen { get; init; }

    public required long PaysFen { get; init; }

    public required PayBy PaidBy { get; init; }

    public bool Takeaway { get; init; }

    public required Guid Tariff { get; init; }

    /// <summary><c>null</c> where no money moved.</summary>
    public TransferId? Transfer { get; init; }

    /// <summary>The order it was fetched for.</summary>
    public Guid? FromOrder { get; init; }

    /// <summary>Whether the clerk only knew who stood there by name.</summary>
    public bool Vouched { get; init; }

    public Guid? By { get; init; }

    public DateTimeOffset? VoidedAt { get; set; }

    public string? VoidReason { get; set; }

    public Phrase AgeClass => new(AgeClassZh, AgeClassEn);

    public IReadOnlyList<MealItem> Eaten => JsonSerializer.Deserialize<IReadOnlyList<MealItem>>(Items, Json.Options)!;

    public IReadOnlyList<TariffLine> Steps => JsonSerializer.Deserialize<IReadOnlyList<TariffLine>>(Lines, Json.Options)!;

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What a payer bears of a meal (补贴流水); taken back with a line below zero when the meal is void.</summary>
internal sealed class SubsidyLine : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid MealId { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Local day on which it was posted.</summary>
    public required DateOnly Day { get; init; }

    public required string Payer { get; init; }

    public required string PayerZh { get; init; }

    public required string PayerEn { get; init; }

    public required AccountId Account { get; init; }

    public required long Fen { get; init; }

    public required string AgeClassZh { get; init; }

    public required string AgeClassEn { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>That whoever bears subsidies paid for a settled month (补贴到账). Never changed.</summary>
internal sealed class SubsidyPayment : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    /// <summary>Year and month, <c>202611</c>.</summary>
    public required int Month { get; init; }

    public required string Payer { get; init; }

    /// <summary>The account that was paid: a payer has another one after a change.</summary>
    public required AccountId Account { get; init; }

    public required long Fen { get; init; }

    /// <summary>Number of the bank's slip.</summary>
    public required string Reference { get; init; }

    public required TransferId Transfer { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>When it was compensated in the ledger because it was written down wrongly, UTC; it counts no more.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
