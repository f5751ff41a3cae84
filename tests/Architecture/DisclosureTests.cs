using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Linli.Architecture;

/// <summary>Personal data are seen in full only through <c>IDisclosure</c>, which writes every view down (decision 16).</summary>
public class DisclosureTests
{
    // Who opens sealed fields without a view: the caller's own data, sending without showing, secrets of machines, and what a
    // use case shows after it has asked for itself.
    private static readonly string[] Meant =
    [
        "Linli.People.Privacy.Disclosure.DisclosureDesk",
        "Linli.People.Privacy.MyData.", "Linli.People.Privacy.Phone.", "Linli.People.Granting.ProveStaffPerson", "Linli.People.Sms.PersonalSms", "Linli.People.Security.", "Linli.People.SignIn.",
        "Linli.Platform.", "Linli.Notices.Push.",
        "Linli.Neighbours.Friends.OptInHandler", "Linli.Neighbours.Friends.MyGreetingsHandler", "Linli.Neighbours.Privacy.", "Linli.Services.Privacy.",
        "Linli.Cases.Mediate.OpenMediationHandler", "Linli.Cases.Read.RevealContactHandler", "Linli.Cases.Read.OpenCaseHandler", "Linli.Cases.Privacy.",

        // They write the view down themselves, where the person reads it.
        "Linli.People.Care.OpenCareHandler", "Linli.Neighbours.Visits.OpenFamilyHandler",
        "Linli.Neighbours.Goodwill.Wishes.StateWishHandler", "Linli.Services.Matters.ReadApplicationHandler", "Linli.Hall.Visits.OpenVisitNoteHandler",
        "Linli.People.Export.ExportedRow",
        // The caller's own, or what the two of a pairing wrote for each other and its coordinator.
        "Linli.Neighbours.ServiceList.BookLegalAidHandler", "Linli.Neighbours.ServiceList.ServicesForMeHandler", "Linli.Neighbours.Pairings.ReadPairingsHandler",
        // A word of thanks, read by staff before it goes to the donor: whose it is they do not learn.
        "Linli.Neighbours.Goodwill.Wishes.ReadWishesHandler",
        // What people wrote to the advisers, for them to prepare.
        "Linli.Neighbours.ServiceList.LegalDeskHandler",
        // Compared, and not shown.
        "Linli.People.Register.Persons.CorrectPersonHandler", "Linli.People.Register.Claim.ClaimHomeHandler", "Linli.People.Register.RegisterBook",
        // Back to whoever sent it: the uploader of a file, an employer's directory.
        "Linli.People.Import.ImportFindings", "Linli.People.Provisioning.StaffCards",
        // Where somebody had their order brought, for the shop until it is there; what somebody declared, for whoever confirms it.
        "Linli.Market.Orders.OrderShelf", "Linli.Market.Privacy.", "Linli.Neighbours.Points.",
        // The principal of an authorisation, for their own copy of their data.
        "Linli.Hall.Privacy.",
        // Counted for the kitchen, never shown with a name.
        "Linli.Services.Kitchen.KitchenBook", "Linli.Services.Kitchen.Production.AllergyCounts",
        // The secret behind a meeting point's code; one's own contact; what an elder wrote for the volunteer who was found.
        "Linli.Neighbours.Volunteering.",
        // A guardian's own; what somebody says is compared with, and not shown.
        "Linli.Learning.AfterSchool.", "Linli.Learning.Privacy.",
        // Plans of care: for the person and who speaks for them in care; staff after IDisclosure said yes, and what is done once it was agreed to.
        "Linli.Health.ElderCare.PlanItems", "Linli.Health.Privacy.CarePersonalData",
        // What was done after an alert at home: for the elder and who speaks for them in care; one's own for the copy of one's data.
        "Linli.Health.ElderWatch.MyWatchHandler", "Linli.Health.Privacy.WatchPersonalData",
        // What a mentor and a founder wrote for each other, shown to the two; one's own for the copy of one's data.
        "Linli.Enterprise.Mentors.FindMentorsHandler", "Linli.Enterprise.Mentors.MentorPersonalData",
        // Keys of simulated machines.
        "Linli.MachineSimulator.SimulatorHost",
        // Secrets of gates.
        "Linli.Services.Gates.QrSigning", "Linli.Services.Gates.SyncGateHandler",
    ];

    [Fact]
    public void SealedFields_AreOpenedByFew() =>
        Code.Assemblies.SelectMany(a => a.Module.GetTypes()).Where(Opens).Select(t => Outermost(t).FullName).Distinct()
            .Where(name => !Meant.Any(m => name.StartsWith(m, StringComparison.Ordinal)))
            .ShouldBeEmpty("ask IDisclosure, so that the person can see who looked; or add the type above and say why");

    private static bool Opens(TypeDefinition type) => type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions).Any(i =>
        i.OpCode.FlowControl == FlowControl.Call && i.Operand is MethodReference { Name: "Open", DeclaringType.FullName: "Linli.Platform.Security.FieldCipher" });

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
