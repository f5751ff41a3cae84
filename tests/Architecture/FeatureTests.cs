namespace Linli.Architecture;

public class FeatureTests
{
    [Fact]
    public void FeaturesPage_SaysWhatTheTestsShow()
    {
        var page = FeatureTable.Write(FeatureTable.Tags());
        if (Environment.GetEnvironmentVariable("LINLI_WRITE_DOCS") == "1")
            File.WriteAllText(Repository.At(FeatureTable.Page), page);
        (Repository.Read(FeatureTable.Page) == page).ShouldBeTrue(
            $"{FeatureTable.Page} is out of date. Write it again: LINLI_WRITE_DOCS=1 dotnet test --project tests/Architecture");
    }

    [Fact]
    public void Features_AreAllListedOnce() =>
        FeatureTable.Ids().ShouldBe(Enumerable.Range(1, 119).Select(n => $"S{n:00}"));

    [Fact]
    public void Tags_NameFeaturesThatAreListed() =>
        FeatureTable.Tags().Where(t => !FeatureTable.Ids().Contains(t.Feature)).ShouldBeEmpty();

    [Fact]
    public void TagsIn_CountsTaggedMethodsAndAllTestsOfTaggedClasses()
    {
        const string Tag = "Trait(\"Feature\", ";
        FeatureTable.TagsIn($"class A {{ [Fact, {Tag}\"S01\")] public void One() {{ }} [Fact] public void Two() {{ }} }}").ShouldBe(["S01"]);
        FeatureTable.TagsIn($"[{Tag}\"S02\")] class A {{ [Fact] public void One() {{ }} [Theory] public async Task Two() {{ }} }}").ShouldBe(["S02", "S02"]);
    }
}
