using Linli.Platform.Data;
using Linli.Platform.Time;

namespace Linli.People;

/// <summary>What rules may ask of a person: answers, not the birth date itself.</summary>
public sealed class PersonTraits
{
    private readonly DateOnly? birth;

    /// <param name="person">Whom.</param>
    /// <param name="birth">Date of birth, where the register has it.</param>
    /// <param name="homes">Buildings of running ties, and places where they were verified as a resident.</param>
    /// <param name="households">Households they belong to.</param>
    /// <param name="isAlive">Whether they are.</param>
    public PersonTraits(Guid person, DateOnly? birth, IReadOnlyList<ScopePath> homes, IReadOnlyList<Guid> households, bool isAlive) =>
        (Person, this.birth, Homes, Households, IsAlive) = (person, birth, homes, households, isAlive);

    /// <summary>Whom.</summary>
    public Guid Person { get; }

    /// <summary>Where they live, rent or own.</summary>
    public IReadOnlyList<ScopePath> Homes { get; }

    /// <summary>Households they belong to, in the order of their ids.</summary>
    public IReadOnlyList<Guid> Households { get; }

    /// <summary>Whether they are alive.</summary>
    public bool IsAlive { get; }

    /// <summary>Accounts of which it is certain that they are theirs.</summary>
    public IReadOnlyList<Guid> Accounts { get; init; } = [];

    /// <summary>Completed years on a local day (R52); <c>null</c> where the register has no birth date.</summary>
    public int? AgeOn(DateOnly day) => birth is { } born && born <= day ? LocalTime.AgeOn(born, day) : null;

    /// <summary>Completed months on a local day, for places in child-care (R33); <c>null</c> where the register has no birth date.</summary>
    public int? MonthsOn(DateOnly day)
    {
        if (birth is not { } born || born > day)
            return null;
        var months = ((day.Year - born.Year) * 12) + day.Month - born.Month;
        // Somebody born on the 31st completes the month of a shorter one on its last day.
        return born.AddMonths(months) > day ? months - 1 : months;
    }

    /// <summary>Whether one of their homes lies at or below a place.</summary>
    public bool LivesWithin(ScopePath place) => Homes.Any(place.Contains);
}

/// <summary>What rules may ask of people of the register.</summary>
public interface IPersonTraits
{
    /// <summary>The facts of a person; <c>null</c> where there is none.</summary>
    Task<PersonTraits?> Of(Guid person, CancellationToken cancel);

    /// <summary>The facts of many, in one journey; those who are not there are left out.</summary>
    Task<IReadOnlyDictionary<Guid, PersonTraits>> Of(IReadOnlyCollection<Guid> people, CancellationToken cancel);
}
