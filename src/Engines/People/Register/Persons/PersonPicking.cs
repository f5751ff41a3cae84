using Linli.People.Register.Search;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.People.Register.Persons;

/// <summary>What came of a form on which somebody is picked.</summary>
/// <param name="Value">Id or document number; <c>null</c> while nobody was picked.</param>
/// <param name="Offers">Whom to offer.</param>
/// <param name="Problem">What to do next.</param>
internal sealed record PickedPerson(string? Value, IReadOnlyList<Choice> Offers, Problem? Problem);

/// <summary>Picks a person in two steps, without script: what was typed is looked up, and somebody found is chosen.</summary>
internal static class PersonPicking
{
    /// <summary>The household, as it is offered before anything was typed.</summary>
    public static async Task<IReadOnlyList<Choice>> Household(UseCaseRunner runner, Guid person, CancellationToken cancel) =>
        Choices((await runner.Ask(new OfferPeople(null) { Person = person }, cancel)).Value?.Household ?? []);

    /// <summary>Who is meant by a posted form.</summary>
    /// <param name="runner">Asks the register.</param>
    /// <param name="form">With the fields of <c>PersonPick</c>.</param>
    /// <param name="field">Their name.</param>
    /// <param name="person">For whom.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<PickedPerson> Read(UseCaseRunner runner, PostedForm form, string field, Guid person, CancellationToken cancel)
    {
        var (chosen, typed) = (form.Text(field), form.Text(field + "Search"));
        if (typed is null)
            return new(chosen, await Household(runner, person, cancel), null);
        if (IdentityNumber.TryParse(typed, out _, out _))
            return new(typed, await Household(runner, person, cancel), null);
        var offered = await runner.Ask(new OfferPeople(typed) { Person = person }, cancel);
        if (!offered.Ok)
            return new(null, await Household(runner, person, cancel), offered.Problem with { Field = field });
        var choices = Choices(offered.Value.Found);
        // Chosen among those that were found for these very words.
        if (chosen is not null && form.Text(field + "Found") == typed && choices.Any(c => c.Value == chosen))
            return new(chosen, choices, null);
        return new(null, choices.Count > 0 ? choices : Choices(offered.Value.Household), choices.Count > 0
            ? Problem.Invalid(field, "register.pick_found", "请从找到的人里选择一位，再提交一次。", "Choose one of those found, and send it again.")
            : Problem.Invalid(field, "register.pick_none", "辖区内没有找到；住在别处的请填完整证件号码。", "Nobody of your places was found; of somebody who lives elsewhere give the whole document number."));
    }

    private static List<Choice> Choices(IReadOnlyList<PersonFound> people) =>
        [.. people.Select(p => new Choice(p.Person.ToString(), $"{p.Name} {RegisterWords.Age(p.Age)}", "user", string.Join(T("、", ", "), p.Homes.Select(h => h.Label).Append(p.Phone ?? "").Where(t => t.Length > 0))))];
}
