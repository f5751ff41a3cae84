namespace Linli.People.Import;

/// <summary>Where somebody lives, as the cells say it: parts, or all in one text.</summary>
internal sealed record HomeWords(string Text, string Compound, string Building, string Unit, string Room)
{
    public static readonly HomeWords Nothing = new("", "", "", "", "");

    public bool IsEmpty => Text.Length + Compound.Length + Building.Length + Unit.Length + Room.Length == 0;

    /// <summary>
    /// Cells that are empty because they were merged with the one above take its value; a part is only taken over while
    /// everything larger is the same.
    /// </summary>
    public HomeWords Below(HomeWords above)
    {
        if (Text.Length > 0)
            return this;
        var below = this with { Text = Parts == 0 ? above.Text : "" };
        if (Compound.Length > 0 && Compound != above.Compound)
            return below;
        below = below with { Compound = above.Compound };
        if (Building.Length > 0 && Building != above.Building)
            return below;
        below = below with { Building = above.Building };
        if (Unit.Length > 0 && Unit != above.Unit)
            return below;
        below = below with { Unit = above.Unit };
        return Room.Length > 0 ? below : below with { Room = above.Room };
    }

    private int Parts => Compound.Length + Building.Length + Unit.Length + Room.Length;
}
