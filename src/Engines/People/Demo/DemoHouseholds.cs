using Linli.Platform.Identity;

namespace Linli.People.Demo;

/// <summary>How many people of which age the demo has (the model of the story: 50,000 people in 20,000 homes).</summary>
/// <param name="Under3">0 to 2 years.</param>
/// <param name="From3">3 to 5.</param>
/// <param name="Pupils">6 to 11: primary school.</param>
/// <param name="From12">12 to 17.</param>
/// <param name="From18">18 to 59.</param>
/// <param name="From60">60 to 69.</param>
/// <param name="From70">70 to 79.</param>
/// <param name="From80">80 and older.</param>
internal sealed record AgeBands(int Under3, int From3, int Pupils, int From12, int From18, int From60, int From70, int From80)
{
    /// <summary>The community of the story.</summary>
    public static readonly AgeBands Story = new(1_100, 1_400, 3_000, 2_300, 32_700, 5_500, 2_700, 1_300);

    public int All => Under3 + From3 + Pupils + From12 + From18 + From60 + From70 + From80;

    /// <summary>The same proportions for another number of people; what does not divide evenly are grown-ups.</summary>
    public AgeBands For(int people)
    {
        int Part(int band) => (int)((long)band * people / All);
        var part = new AgeBands(Part(Under3), Part(From3), Part(Pupils), Part(From12), 0, Part(From60), Part(From70), Part(From80));
        return part with { From18 = Math.Max(0, people - part.All) };
    }

    /// <summary>What is left when people of these ages are there already.</summary>
    public AgeBands Without(IEnumerable<int?> ages)
    {
        var there = ages.CountBy(a => a switch { null => 18, < 3 => 0, < 6 => 3, < 12 => 6, < 18 => 12, < 60 => 18, < 70 => 60, < 80 => 70, _ => 80 }).ToDictionary();
        int Left(int band, int wanted) => Math.Max(0, wanted - there.GetValueOrDefault(band));
        return new(Left(0, Under3), Left(3, From3), Left(6, Pupils), Left(12, From12), Left(18, From18), Left(60, From60), Left(70, From70), Left(80, From80));
    }

    /// <summary>Ages of everybody under 18, and of everybody from 60 on, in an order of chance.</summary>
    public (int[] Children, int[] Elders) Draw(Random random)
    {
        int[] children = [.. Some(Under3, 0, 2), .. Some(From3, 3, 5), .. Some(Pupils, 6, 11), .. Some(From12, 12, 17)];
        int[] elders = [.. Some(From60, 60, 69), .. Some(From70, 70, 79), .. Some(From80, 80, 96)];
        random.Shuffle(children);
        random.Shuffle(elders);
        return (children, elders);

        IEnumerable<int> Some(int count, int from, int to) => Enumerable.Range(0, count).Select(_ => random.Next(from, to + 1));
    }
}

/// <summary>Somebody of an invented household.</summary>
/// <param name="Age">Completed years.</param>
/// <param name="Sex">Sex.</param>
/// <param name="Owns">Whether they are among those who own or rent the home, rather than family.</param>
/// <param name="OwnName">Whether they have a surname of their own, as wives and in-laws do; others have the household's.</param>
internal sealed record DemoMember(int Age, Sex Sex, bool Owns, bool OwnName = false);

/// <summary>Those who live in one home.</summary>
/// <param name="Members">The first speaks for them.</param>
/// <param name="Rented">Whether they rent it.</param>
internal sealed record DemoHousehold(IReadOnlyList<DemoMember> Members, bool Rented);

/// <summary>Puts invented people of given ages into households as people live: families, couples, elders alone, sharing tenants. Pure.</summary>
internal static class DemoHouseholds
{
    private const int Grown = 18;
    private const int Elder = 60;

    /// <summary>Households for at most so many homes, with exactly the people asked for.</summary>
    public static List<DemoHousehold> Make(AgeBands bands, int homes, Random random)
    {
        var (children, elders) = bands.Draw(random);
        var oldOnes = new Queue<int>(elders);
        var grown = bands.From18;
        var households = new List<DemoHousehold>();
        for (var at = 0; at < children.Length;)
        {
            var siblings = children[at..Math.Min(children.Length, at + (random.Next(100) switch { < 64 => 1, < 97 => 2, _ => 3 }))];
            at += siblings.Length;
            var family = Family(siblings, grown >= 2 && random.Next(100) < 92, random.Next(100) < 12 && oldOnes.Count > 0 ? oldOnes.Dequeue() : null, random);
            grown -= family.Members.Count(m => m.Age is >= Grown and < Elder);
            households.Add(family);
        }

        while (oldOnes.Count > 0)
            households.Add(Elders(oldOnes.Dequeue(), oldOnes.Count > 0 && random.Next(100) < 62 ? oldOnes.Dequeue() : null, random));
        households.AddRange(GrownUps(Math.Max(0, grown), Math.Max(1, homes - households.Count), random));
        return households;
    }

    private static DemoHousehold Family(int[] children, bool both, int? grandparent, Random random)
    {
        var mother = Math.Clamp(children.Max() + 22 + random.Next(14), Grown + 3, Elder - 2);
        var members = new List<DemoMember>();
        if (both)
            members.Add(new(Math.Min(Elder - 1, mother + random.Next(-1, 5)), Sex.Male, true));
        members.Add(new(mother, Sex.Female, true, OwnName: both));
        if (grandparent is { } old)
            members.Add(new(old, random.Next(3) == 0 ? Sex.Male : Sex.Female, false, OwnName: random.Next(2) == 0));
        members.AddRange(children.Select(age => new DemoMember(age, random.Next(2) == 0 ? Sex.Male : Sex.Female, false)));
        return new(members, random.Next(100) < 9);
    }

    private static DemoHousehold Elders(int one, int? other, Random random) => other is { } second
        ? new([new(Math.Max(one, second), Sex.Male, true), new(Math.Min(one, second), Sex.Female, true, OwnName: true)], false)
        : new([new(one, random.Next(100) < 70 ? Sex.Female : Sex.Male, true)], false);

    // One in each home first; then couples, grown-up children with their parents, and sharing tenants fill them up.
    private static IEnumerable<DemoHousehold> GrownUps(int people, int homes, Random random)
    {
        var used = Math.Min(homes, people);
        if (used == 0)
            yield break;
        var sizes = Enumerable.Repeat(1, used).ToArray();
        for (var left = people - used; left > 0; left--)
        {
            var at = random.Next(used);
            for (var tries = 0; sizes[at] >= 3 && tries < 4; tries++)
                at = random.Next(used);
            sizes[at]++;
        }

        foreach (var size in sizes)
            yield return size switch
            {
                1 => new([new(22 + random.Next(38), random.Next(2) == 0 ? Sex.Male : Sex.Female, true)], random.Next(100) < 40),
                2 => Couple(random),
                3 when random.Next(100) < 60 => WithGrownChild(random),
                _ => new([.. Enumerable.Range(0, size).Select(i => new DemoMember(21 + random.Next(18), random.Next(2) == 0 ? Sex.Male : Sex.Female, true, OwnName: i > 0))], true),
            };
    }

    private static DemoHousehold Couple(Random random)
    {
        var her = 23 + random.Next(36);
        return new([new(Math.Min(Elder - 1, her + random.Next(-1, 5)), Sex.Male, true), new(her, Sex.Female, true, OwnName: true)], random.Next(100) < 22);
    }

    private static DemoHousehold WithGrownChild(Random random)
    {
        var child = Grown + random.Next(11);
        var mother = Math.Min(Elder - 1, child + 23 + random.Next(9));
        return new([new(Math.Min(Elder - 1, mother + random.Next(4)), Sex.Male, true), new(mother, Sex.Female, true, OwnName: true), new(child, random.Next(2) == 0 ? Sex.Male : Sex.Female, false)], random.Next(100) < 6);
    }
}
