using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Services.Canteen.Card;

/// <summary>Who eats, and who pays for it from the wallet.</summary>
/// <param name="Person">Who eats.</param>
/// <param name="Payer">Whose wallet pays: the caller's own.</param>
/// <param name="Acted">Set when somebody acts for the person.</param>
/// <param name="Born">Local date of birth.</param>
/// <param name="IsWard">Whether the person is a child under 14 whose guardian acts: then the guardian's card pays too.</param>
internal sealed record EaterOfCaller(Guid Person, Guid Payer, ActedFor? Acted, DateOnly? Born, bool IsWard)
{
    /// <summary>Whose canteen card pays.</summary>
    public Guid CardOf => IsWard ? Payer : Person;
}

/// <summary>The caller, or somebody they act for, as one who eats: a child under 14 never alone.</summary>
internal sealed class Eaters(IActingFor family, ICareLists register, IScopeTree tree, CurrentCaller current, TimeProvider time)
{
    public async Task<Result<EaterOfCaller>> For(Guid? onBehalfOf, string matter, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return CanteenTill.NoPerson;
        var own = await register.Facts(me, cancel);
        if (IsChild(own?.Born))
            return Problem.Forbidden("canteen.child_alone", "14 周岁以下的孩子请由监护人代为办理。", "A guardian does this for a child under 14.");
        if (onBehalfOf is not { } whom || whom == me)
            return new EaterOfCaller(me, me, null, own?.Born, false);
        var acted = await family.For(whom, matter, cancel);
        if (!acted.Ok)
            return acted.As<EaterOfCaller>();
        var facts = await register.Facts(whom, cancel);
        return new EaterOfCaller(whom, me, acted.Value, facts?.Born, IsChild(facts?.Born));
    }

    /// <summary>Writes down what was done for somebody; nothing where people act for themselves.</summary>
    public void Record(EaterOfCaller who, string subject, Phrase what)
    {
        if (who.Acted is { } acted)
            family.Record(acted, FamilyMatters.Book, subject, what, "/canteen/mine");
    }

    /// <summary>Where a person's accounts belong: their community, else the first community there is.</summary>
    public Task<ScopePath> Place(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var home = current.Value.HomeScopes.Count > 0 ? tree.CommunityOf(current.Value.HomeScopes[0]) : null;
        return Task.FromResult(home?.Path ?? ScopePath.Root);
    }

    private bool IsChild(DateOnly? born) => CanteenRules.IsChild(born, LocalTime.Today(time));
}
