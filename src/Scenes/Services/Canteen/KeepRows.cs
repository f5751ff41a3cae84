using Linli.Platform.Data;

namespace Linli.Services.Canteen;

/// <summary>A sample of a dish that a canteen keeps (食品留样, R27).</summary>
internal sealed class CanteenSample : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>The line of the menu: each meal's dish has one.</summary>
    public required Guid Line { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required int Grams { get; init; }

    public required string Place { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    public Keep.KeptSample Kept => new(Grams, Place, At, At.AddHours(CanteenRules.SampleHours));
}

/// <summary>The yearly health certificate of somebody who works in a canteen (健康证), or the licence of who delivers to it (供货商许可证, R27).</summary>
internal sealed class CertificateRow : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; set; }

    public required string Role { get; set; }

    public required DateOnly IssuedOn { get; set; }

    public required DateOnly ValidUntil { get; set; }

    /// <summary>A supplier's licence, not somebody's health.</summary>
    public bool Supplier { get; set; }

    /// <summary>Account of the person, where they have one.</summary>
    public Guid? Account { get; set; }
}

/// <summary>A question about a banquet room (家宴咨询).</summary>
internal sealed class BanquetEnquiry : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required Guid Account { get; init; }

    public required DateOnly Day { get; init; }

    public required int Guests { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset At { get; init; }

    public string? Answer { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}
